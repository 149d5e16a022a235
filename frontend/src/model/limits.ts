/** Maximum size of an imported file: ten years of several entries a day with long notes. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024;
