/** CSV import from another app, done by the server: upload and preview, remap columns, import, discard. */
import { ApiError, call } from "../../sync/http";
import { sendFile } from "../../sync/http-files";
import type { components } from "../../model/schema";

export type Import = components["schemas"]["ImportState"];
export type Columns = NonNullable<Import["columns"]>;
export type Problem = components["schemas"]["ErrorItem"];

const POLL_MS = 1_000;

/** Upload the file and preview its import. @throws ApiError */
export async function previewTable(file: Blob): Promise<Import> {
  return pollImport((await sendFile("/api/v1/import?preview=true", file, "text/csv")) as Import);
}

/**
 * Start the previewed import and poll until it ends.
 *
 * @throws ApiError (400) with one error per line and column if the file is refused
 */
export async function startPreviewedImport(
  id: string,
  columns: Columns | null,
  skipProblemRows: boolean,
  onProgress: (state: Import) => void,
): Promise<Import> {
  const body = { on_conflict: "newer", skip_problems: skipProblemRows, columns };
  return pollImport((await call("POST", `/api/v1/import/${id}`, body)) as Import, onProgress);
}

/** Preview the uploaded file with another column mapping. @throws ApiError */
export async function previewWithColumns(id: string, columns: Columns): Promise<Import> {
  return pollImport(
    (await call("POST", `/api/v1/import/${id}`, { on_conflict: "newer", preview: true, columns })) as Import,
  );
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
