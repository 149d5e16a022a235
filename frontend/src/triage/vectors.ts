/** The shared vectors of tests/vectors, with what each document has in common filled in. */

import { readFileSync, readdirSync } from "node:fs";
import type { Alert, Episode } from "../store/types";
import type { Background } from "./background";

export interface Records {
  episodes: Episode[];
  alerts: Alert[];
  background: Background;
}
export interface Given {
  name: string;
  now: string;
  zone: string;
  episodes: Partial<Episode>[];
  alerts: Partial<Alert>[];
  background?: Background;
}
interface Document<Vector> { episode: Episode; alert: Alert; background: Background; vectors: Vector[] }

const folder = new URL("../../../tests/vectors/", import.meta.url);

export function vectors<Vector extends Given>(): (Records & { title: string; vector: Vector })[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json")).sort();
  return files.flatMap((file) => {
    const document = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Document<Vector>;
    return document.vectors.map((vector) => ({
      title: `${file}: ${vector.name}`,
      vector,
      episodes: vector.episodes.map((episode): Episode => ({ ...document.episode, ...episode })),
      alerts: vector.alerts.map((alert): Alert => ({ ...document.alert, ...alert })),
      background: "background" in vector ? vector.background! : document.background,
    }));
  });
}

/** How many there must be. */
export const COUNT = Number(readFileSync(new URL("count", folder), "utf8"));
