/** Global APIs that may be missing: a service worker, for example, has no localStorage. */
interface Browser {
  navigator?: Partial<Omit<Navigator, "storage">> & { storage?: Partial<StorageManager> };
  localStorage?: Storage;
  location?: Location;
}

export const browser = globalThis as Browser;
