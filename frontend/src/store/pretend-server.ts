/** For tests: the server's side of `POST /api/v1/sync` in memory, as docs/api.md tells it. */
import { ApiError, type Call } from "../api/client";
import type { ErrorItem } from "../api/client";
import { same } from "./wire";

type Content = Record<string, unknown>;

interface Revision {
  version: number;
  seq: number;
  deleted: boolean;
  base_version: number;
  sent: Content;
  data: Content;
}

export interface SentChange {
  kind: string;
  id: string;
  op: "put" | "delete";
  base_version: number;
  record?: Content;
}

interface Body {
  cursor: number;
  sent_at: string;
  changes: SentChange[];
}

export class PretendServer {
  readonly log: Body[] = [];
  readonly revisions = new Map<string, Revision[]>();
  seq = 0;
  /** Changes in one reply; the most in one request. */
  page = 500;
  most = Infinity;
  settings: unknown = { zone: "Europe/Paris", emergency_number: "112", thresholds: { long_hour_minutes: 90 } };
  refuses: (change: SentChange) => ErrorItem[] | undefined = () => undefined;
  /** Runs before a request is taken in; may throw. */
  before: (body: Body) => Promise<void> | void = () => undefined;
  /** Runs after a request is taken in, before the answer; may throw. */
  after: (body: Body) => Promise<void> | void = () => undefined;

  readonly call: Call = async (method, path, sent) => {
    if (path === "/api/v1/diary") return method === "GET" ? this.settings : void (this.settings = sent);
    const restore = /episodes\/(.*)\/revisions\/(\d+)\/restore/.exec(path);
    if (restore) return this.restore(restore[1]!, Number(restore[2]));
    const revisions = /episodes\/(.*)\/revisions/.exec(path);
    if (revisions) {
      const found = this.revisions.get(`episode ${revisions[1]}`) ?? [];
      return { next: null, results: [...found].reverse().map((one) => ({ ...one, at: "2026-11-23T08:00:00Z" })) };
    }
    const body = JSON.parse(JSON.stringify(sent)) as Body;
    await this.before(body);
    if (body.changes.length > this.most) throw new ApiError(413, []);
    this.log.push(body);
    const reply = JSON.parse(JSON.stringify(this.reply(body))) as unknown;
    await this.after(body);
    return reply;
  };

  /** What was sent, as put or delete, one after the other. */
  get sent(): SentChange[] {
    return this.log.flatMap(({ changes }) => changes);
  }

  last(kind: string, id: string): Revision | undefined {
    return this.revisions.get(`${kind} ${id}`)?.at(-1);
  }

  /** Somebody else wrote it. */
  write(change: Omit<SentChange, "base_version"> & { base_version?: number }): void {
    this.apply({ base_version: this.last(change.kind, change.id)?.version ?? 0, ...change });
  }

  private restore(id: string, version: number): void {
    const then = this.revisions.get(`episode ${id}`)!.find((one) => one.version === version)!;
    this.write({ kind: "episode", id, op: "put", record: then.data });
  }

  private reply({ cursor, changes }: Body): unknown {
    const before = this.seq;
    const taken: SentChange[] = [];
    const rejected: unknown[] = [];
    changes.forEach((change, index) => {
      const { kind, id } = change;
      const errors = this.refuses(change) ?? this.apply(change);
      if (errors) rejected.push({ index, kind, id, errors });
      else taken.push(change);
    });
    const seen = cursor <= before ? cursor : 0;
    const all = [...this.revisions].map(([place, list]) => ({ place, last: list.at(-1)! }));
    const found = all
      .flatMap(({ place, last }) => this.revisions.get(place)!.map(({ seq }) => ({ place, seq, last })))
      .filter(({ seq }) => seq > seen && seq <= before)
      .sort((a, b) => a.seq - b.seq);
    const page = found.slice(0, this.page);
    const more = found.length > page.length;
    return {
      cursor: more ? page.at(-1)!.seq : this.seq,
      more,
      acknowledged: taken.map((change) => this.stands(`${change.kind} ${change.id}`, change.record)),
      rejected,
      changes: page.filter(({ seq, last }) => seq === last.seq).map(({ place }) => this.stands(place)),
      verdicts: [],
    };
  }

  private stands(place: string, sent?: Content): unknown {
    const { version, deleted, data } = this.revisions.get(place)!.at(-1)!;
    const [kind, id] = place.split(" ");
    const at = new Date(Date.UTC(2026, 10, 23, 8, 0, version)).toISOString();
    const record = deleted || (sent && same(sent, data)) ? null : { id, date: id, ...data };
    return { kind, id, version, created_at: at, updated_at: at, deleted_at: deleted ? at : null, record };
  }

  private apply({ kind, id, op, base_version, record: sent = {} }: SentChange): ErrorItem[] | undefined {
    const place = `${kind} ${id}`;
    const list = this.revisions.get(place) ?? [];
    const last = list.at(-1);
    const late = last !== undefined && base_version < last.version;
    const since = list.filter(({ version }) => version > base_version);
    const base = list.find(({ version }) => version === base_version);
    const write = (data: Content, deleted: boolean): void => {
      const version = (last?.version ?? 0) + 1;
      this.revisions.set(place, [...list, { version, seq: ++this.seq, deleted, base_version, sent, data }]);
    };
    if (op === "delete") {
      if (!last) return [{ code: "not_found", message: "There is nothing here." }];
      if (!last.deleted && !since.some(({ deleted }) => deleted)) write(last.data, true);
      return undefined;
    }
    if (!late) {
      if (!last || last.deleted || !same(last.data, sent)) write(sent, false);
      return undefined;
    }
    const replay = since.some((one) => !one.deleted && one.base_version === base_version && same(one.sent, sent));
    if (replay || (base && !base.deleted && same(base.data, sent))) return undefined;
    const changed = Object.keys(sent).filter((name) => !same(sent[name], base?.data[name]));
    write({ ...last.data, ...Object.fromEntries(changed.map((name) => [name, sent[name]])) }, false);
    return undefined;
  }
}
