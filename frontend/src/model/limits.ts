/** Ten years of several entries a day, each with a long note. In bytes. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024;
