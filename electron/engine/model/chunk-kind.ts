/** What a chunk can hold. The position is the kind's code wherever it is kept as a number: in packs, in the catalog, in columns. */
export const chunkKinds = ['data', 'list', 'manifest'] as const;

export type ChunkKind = (typeof chunkKinds)[number];

export const chunkKindCodes = { data: 0, list: 1, manifest: 2 } as const satisfies Record<ChunkKind, number>;
