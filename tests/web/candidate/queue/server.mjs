/**
 * A server that keeps the rules of app/domain/answering.py and app/services/answering.py, and a
 * network before it that loses requests, loses replies and delivers some of them much too late.
 */

const CLOSED_AT_MS = 45 * 60_000;
const NEXT_S = 5;

export class Server {
  /** @type {{sequence: number, position: number, shown: number[], flagged: boolean, id: string}[]} */
  log = [];
  /** @type {{id: string, reason: string}[]} */
  late = [];
  lease = "";
  leases = 0;
  submissions = 0;
  isPaused = false;
  isClosed = false;

  /** @param {import("./world.mjs").World} world @param {number} items @param {(row: any) => void} onRow */
  constructor(world, items, onRow) {
    this.world = world;
    this.items = items;
    this.onRow = onRow;
    this.left = CLOSED_AT_MS;
  }

  /** Let a device in, as after the invigilator's word. */
  letIn() {
    this.leases += 1;
    this.lease = `lease-${this.leases}`;
    return this.lease;
  }

  get entries() {
    const entries = Array.from({ length: this.items }, () => [[], false, 0, ""]);
    for (const { position, shown, flagged, sequence, id } of this.log) {
      entries[position - 1] = [shown, flagged, sequence, id];
    }
    return entries;
  }

  #closedBy() {
    if (this.isClosed) return "already_submitted";
    return this.isPaused ? "paused" : null;
  }

  /** Say why a device cannot go on, null when it can: closed comes before a lost lease. */
  refused(lease) {
    if (this.isClosed) return "already_submitted";
    if (lease !== this.lease) return "lease_lost";
    return this.#closedBy();
  }

  standing(refused) {
    const state = this.isClosed ? "finished" : this.isPaused ? "paused" : "answering";
    const sequence = this.log.length;
    const what = refused && "Why it is refused.";
    return { refused, what, last_sequence: sequence, state, time_left_ms: this.left, next_s: NEXT_S };
  }

  time(lease) {
    return this.standing(this.refused(lease));
  }

  sheet(lease) {
    const standing = this.time(lease);
    return standing.refused ? standing : { ...standing, entries: this.entries };
  }

  submit(lease) {
    const refused = this.refused(lease);
    if (refused && refused !== "already_submitted") return this.standing(refused);
    if (!this.isClosed) this.submissions += 1;
    this.isClosed = true;
    return this.standing(null);
  }

  save(lease, answers) {
    const receipts = [];
    const kept = [];
    let refused = null;
    for (const answer of answers) {
      const reason = this.#saveOne(lease, answer, receipts);
      refused = reason ?? refused;
      if (reason === "stale_writer") break;
      if (reason) kept.push(answer.client_id);
    }
    return { receipts, ...this.standing(refused), ...(kept.length ? { kept_apart: kept } : {}) };
  }

  #saveOne(lease, answer, receipts) {
    const { client_id: id, position, shown, flagged } = answer;
    const known = this.log.find((row) => row.id === id);
    const stale = answer.follows === this.log.length ? null : "stale_writer";
    const refused = this.#closedBy() ?? (lease === this.lease ? stale : "lease_lost");
    if (refused && !known) {
      if (refused !== stale && !this.late.some((each) => each.id === id)) {
        this.late.push({ id, reason: refused });
      }
      return refused;
    }
    const row = known ?? { sequence: this.log.length + 1, position, shown, flagged, id };
    if (!known) {
      this.onRow(row);
      this.log.push(row);
    }
    receipts.push({ client_id: id, sequence: row.sequence, digest: "" });
    return null;
  }

  /** Answer a request as `fetch` would. @param {string} lease that the browser's cookie holds */
  fetch(lease, url, init = {}) {
    const { world } = this;
    return new Promise((resolve, reject) => {
      const fail = () => reject(new TypeError("no answer"));
      init.signal?.addEventListener("abort", fail);
      const fate = this.#fate();
      const there = fate === "too late" ? world.between(8_500, 30_000) : world.between(1, 900);
      const back = there + world.between(1, 900);
      if (fate === "lost") return world.later(there, fail);
      if (fate === "busy") return world.later(back, () => resolve({ status: 503, ok: false }));
      let reply;
      world.later(there, () => (reply = this.#answer(lease, url, init.body)), null);
      world.later(back, () => (fate === "unheard" ? fail() : resolve(reply)));
    });
  }

  #fate() {
    if (!this.world.isOnline) return "lost";
    if (this.world.between(0, 99) >= this.world.faults) return "heard";
    return this.world.one(["lost", "unheard", "unheard", "busy", "too late"]);
  }

  #answer(lease, url, body) {
    const said = this[url](lease, body ? JSON.parse(body).answers : undefined);
    const text = JSON.stringify(said);
    const status = said.refused && (url === "save" || url === "submit") ? 409 : 200;
    const json = async () => JSON.parse(text);
    return { status, ok: status === 200, redirected: false, json };
  }
}
