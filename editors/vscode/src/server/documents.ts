/** The documents that are the server's. */
export const DOCUMENTS = [
  { language: 'quotemark', scheme: 'file' },
  { language: 'quotemark', scheme: 'untitled' },
];
