import { checkArtifactName } from '../../electron/engine/model/artifact.ts';
import type { Records } from '../../electron/engine/ports/records.ts';
import { isRecordName } from '../../electron/engine/records/record-name.ts';

/** Version records in a map. */
export function createRecordsInMemory(): Records {
  const texts = new Map<string, string>();
  function checked(name: string): string {
    if (!isRecordName(name)) throw new RangeError(`not the name of a record: ${name}`);
    return name;
  }
  return {
    write: ({ name, text }) => void texts.set(checked(name), text),
    remove: (name) => void texts.delete(checked(name)),
    removeAll: (artifact) => {
      checkArtifactName(artifact);
      for (const name of [...texts.keys()]) if (name.startsWith(`${artifact}/`)) texts.delete(name);
    },
    read: (name) => texts.get(checked(name)) ?? null,
    list: () => [...texts].map(([name, text]) => ({ name, text })),
    names: () => [...texts.keys()],
  };
}
