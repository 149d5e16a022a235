/** File received by the Web Share Target, stored by the service worker until it is opened. */
import { db } from "../storage/database";

export interface SharedFile {
  name: string;
  bytes: ArrayBuffer;
}

export async function storeSharedFile(file: SharedFile): Promise<void> {
  await db.set("shared_file", file);
}

/** Read and delete the file. @returns `null` if there is none */
export async function takeSharedFile(): Promise<SharedFile | null> {
  const file = await db.get<SharedFile>("shared_file");
  if (file !== undefined) await db.meta.delete("shared_file");
  return file ?? null;
}
