/** Ten years of several entries a day, each with a long note. In bytes. */
export const LARGEST = 25 * 1024 * 1024;
