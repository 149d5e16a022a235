/** The table of another diary: the server reads it, tells what it found, and brings it in. */
import { ApiError, call } from "../../sync/http";
import { sendFile } from "../../sync/http-files";
import type { components } from "../../model/schema";

export type Import = components["schemas"]["ImportState"];
export type Columns = NonNullable<Import["columns"]>;
export type Problem = components["schemas"]["ErrorItem"];

const PAUSE = 1_000; // ms between two looks at how far it is

/** What it would bring in. @throws ApiError */
export async function lookAt(file: Blob): Promise<Import> {
  return waited((await sendFile("/api/v1/import?preview=true", file, "text/csv")) as Import);
}

/** Bring it in; `told` hears how far it is. @throws ApiError, whose `errors` name the places */
export async function bringInTable(
  id: string,
  columns: Columns | null,
  skip: boolean,
  told: (now: Import) => void,
): Promise<Import> {
  const body = { keep: "newer", skip_problems: skip, columns };
  return waited((await call("POST", `/api/v1/import/${id}`, body)) as Import, told);
}

/** The same file with other columns, without bringing anything in. @throws ApiError */
export async function lookAgain(id: string, columns: Columns): Promise<Import> {
  return waited((await call("POST", `/api/v1/import/${id}`, { keep: "newer", preview: true, columns })) as Import);
}

export async function forget(id: string): Promise<void> {
  await call("DELETE", `/api/v1/import/${id}`);
}

async function waited(first: Import, told?: (now: Import) => void): Promise<Import> {
  let now = first;
  while (now.state === "waiting" || now.state === "running") {
    told?.(now);
    await new Promise((go) => setTimeout(go, PAUSE));
    now = (await call("GET", `/api/v1/import/${now.id}`)) as Import;
  }
  if (now.state === "refused") throw new ApiError(400, now.problems);
  return now;
}
