/** The table of another diary: the server reads it, tells what it found, and brings it in. */
import { ApiError, call } from "../../sync/http";
import { sendFile } from "../../sync/http-files";
import type { components } from "../../model/schema";

export type Import = components["schemas"]["ImportState"];
export type Columns = NonNullable<Import["columns"]>;
export type Problem = components["schemas"]["ErrorItem"];

const POLL_MS = 1_000; // ms between two looks at how far it is

/** What it would bring in. @throws ApiError */
export async function previewTable(file: Blob): Promise<Import> {
  return pollImport((await sendFile("/api/v1/import?preview=true", file, "text/csv")) as Import);
}

/** Bring it in; `onProgress` is called while it runs. @throws ApiError, whose `errors` name the places */
export async function importTable(
  id: string,
  columns: Columns | null,
  skip: boolean,
  onProgress: (state: Import) => void,
): Promise<Import> {
  const body = { keep: "newer", skip_problems: skip, columns };
  return pollImport((await call("POST", `/api/v1/import/${id}`, body)) as Import, onProgress);
}

/** The same file with other columns, without bringing anything in. @throws ApiError */
export async function previewWithColumns(id: string, columns: Columns): Promise<Import> {
  return pollImport((await call("POST", `/api/v1/import/${id}`, { keep: "newer", preview: true, columns })) as Import);
}

export async function discardImport(id: string): Promise<void> {
  await call("DELETE", `/api/v1/import/${id}`);
}

async function pollImport(initial: Import, onProgress?: (state: Import) => void): Promise<Import> {
  let state = initial;
  while (state.state === "waiting" || state.state === "running") {
    onProgress?.(state);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    state = (await call("GET", `/api/v1/import/${state.id}`)) as Import;
  }
  if (state.state === "refused") throw new ApiError(400, state.problems);
  return state;
}
