/** The cell of how far a partition has read its notes. */
export const notesKey = 'notes';
