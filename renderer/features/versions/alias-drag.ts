/** What a dragged alias is called on the clipboard of the drag, so that only our own rows take it. */
export const aliasDragType = 'application/x-strata-alias';
