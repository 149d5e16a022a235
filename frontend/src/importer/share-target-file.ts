/** A file that another app shared with this one: the service worker keeps it until it is looked at. */
import { db } from "../storage/database";

export interface SharedFile {
  name: string;
  bytes: ArrayBuffer;
}

export async function storeSharedFile(file: SharedFile): Promise<void> {
  await db.set("shared_file", file);
}

/** @returns the file, which is then no longer kept; `null` when there is none */
export async function takeSharedFile(): Promise<SharedFile | null> {
  const file = await db.get<SharedFile>("shared_file");
  if (file !== undefined) await db.meta.delete("shared_file");
  return file ?? null;
}
