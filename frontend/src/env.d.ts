/// <reference types="svelte" />
/// <reference types="vite/client" />

/** BCP 47 tags, see languages.ts. */
declare const __LANGUAGES__: readonly string[];

declare module "virtual:licences" {
  const licences: readonly { name: string; version: string; licence: string; text: string }[];
  export default licences;
}
