/**
 * Drive the candidate's own scripts through random interleavings and say what went wrong.
 *
 *   node interleavings.mjs FOLDER-OF-SCRIPTS FIRST-SEED HOW-MANY [--tell]
 *
 * Prints one JSON document: how many interleavings and steps, how often each thing happened, and the
 * faults, each with the seed that repeats it.
 */

import { pathToFileURL } from "node:url";
import { Page } from "./page.mjs";
import { Server } from "./server.mjs";
import { takeOver, World } from "./world.mjs";

const [folder, first, many, tells] = process.argv.slice(2);
const ITEMS = 3;
const OPTIONS = 4;

takeOver();
const script = (name) => import(pathToFileURL(`${folder}/${name}.js`).href);
const { AnswerQueue } = await script("save");
const { Device } = await script("device");
const { Heartbeat } = await script("heartbeat");

class Story {
  faults = [];
  happened = {};
  /** What the candidate did, by the name of the write. */
  acts = new Map();
  pages = [];
  /** Which write went over which, without its candidate having seen that. */
  unseen = [];

  constructor(seed) {
    this.seed = seed;
    this.world = new World(seed);
    this.server = new Server(this.world, ITEMS, (row) => this.#landed(row));
    this.browsers = ["one", "two"].map((label) => ({ label, lease: "" }));
  }

  note(what, ...more) {
    this.happened[what] = (this.happened[what] ?? 0) + 1;
    if (tells) console.error(Math.round(this.world.now), what, ...more);
  }

  fault(what, facts) {
    this.faults.push({ seed: this.seed, what, facts });
    if (tells) console.error("FAULT", what, facts);
  }

  get open() {
    return this.pages.filter((page) => page.isOpen);
  }

  async load(browser) {
    if (!this.world.isOnline || this.server.refused(browser.lease)) return;
    const page = new Page({ AnswerQueue, Device, Heartbeat }, browser, this.server);
    this.pages.push(page);
    page.number = this.pages.length;
    this.note("load", page.number, browser.label);
    await this.world.as(page, () => void page.load());
    await this.world.pass(20);
  }

  answer(page) {
    const position = this.world.between(1, ITEMS);
    const now = page.shows.get(position);
    const kind = this.world.one(["choose", "choose", "choose", "clear", "flag"]);
    const shown = { choose: [this.world.between(0, OPTIONS - 1)], clear: [], flag: now.shown }[kind];
    const flagged = kind === "flag" ? !now.flagged : now.flagged;
    const done = this.world.as(page, () => page.answer(position, shown, flagged));
    const act = { page, position, shown, flagged, at: this.world.now, ...done, isShelved: false };
    this.acts.set(act.id, act);
    const isThere = () => this.world.shelf.some((each) => each.id === act.id);
    void act.kept.then(() => (act.isShelved = isThere()));
    this.note(kind, page.number, position, JSON.stringify(shown), act.id.slice(0, 4), `over ${act.before.slice(0, 4)}`, `knows ${page.queue.sequence}`);
  }

  /** No row may stand on one that its candidate had not seen, unless that was made here before it. */
  #landed(row) {
    const act = this.acts.get(row.id);
    if (act) act.saved = this.world.now;
    const [, , , stood] = this.server.entries[row.position - 1];
    this.note("landed", row.sequence, row.position, row.id.slice(0, 4));
    if (!act || String(act.shown) !== String(row.shown) || act.flagged !== row.flagged) {
      this.fault("something was saved that nobody did", row);
    } else if (stood && stood !== act.before && !this.#isOwn(stood, act)) {
      this.unseen.push({ by: row.id, stood });
      this.note("overwritten unseen", row.id.slice(0, 4), stood.slice(0, 4));
    }
  }

  #isOwn(stood, act) {
    let seen = act.before; // of what was never saved: what its candidate had seen in turn
    while (seen && seen !== stood && this.acts.get(seen).saved === undefined) {
      seen = this.acts.get(seen).before;
    }
    return seen === stood;
  }

  async step() {
    const { world, server } = this;
    const page = this.open.length ? world.one(this.open) : undefined;
    const steps = {
      answer: [14, () => page && this.answer(page)],
      pass: [6, () => {}],
      wait: [2, () => world.pass(world.between(2_000, 15_000))],
      cut: [2, () => (world.isOnline = !world.isOnline)],
      back: [2, () => this.#connect()],
      reload: [2, () => page && (page.close(), this.load(page.browser))],
      tab: [2, () => this.load(world.one(this.browsers))],
      crash: [1, () => page?.close()],
      pause: [1, () => (server.isPaused = !server.isPaused)],
      move: [0.6, () => this.#move()],
      submit: [0.4, () => page && world.as(page, () => void page.handIn())],
    };
    const name = this.#drawn(steps);
    if (name !== "answer") this.note(name, page?.number ?? "");
    await steps[name][1]();
    await world.pass(world.one([0, 1, 50, 600, 2_000]));
  }

  #drawn(steps) {
    const all = Object.entries(steps);
    let rest = this.world.chance() * all.reduce((sum, [, [weight]]) => sum + weight, 0);
    return all.find(([, [weight]]) => (rest -= weight) < 0)[0];
  }

  #connect() {
    if (this.world.isOnline) return;
    this.world.isOnline = true;
    this.world.tell("online");
  }

  async #move() {
    if (this.server.isClosed) return;
    const browser = this.world.one(this.browsers);
    browser.lease = this.server.letIn();
    await this.load(browser);
  }

  async play() {
    this.world.faults = this.world.one([0, 20, 50, 80]);
    await this.#move();
    for (let steps = this.world.between(8, 40); steps > 0; steps -= 1) await this.step();
    await this.#calm();
    this.#check();
  }

  /** The network is back for good, nobody is paused, and each browser shows the page again. */
  async #calm() {
    this.note("calm");
    this.world.faults = 0;
    this.#connect();
    this.server.isPaused = false;
    await this.world.pass(60_000);
    for (const browser of this.browsers) await this.load(browser);
    await this.world.pass(60_000);
  }

  #check() {
    for (const page of this.open) {
      const facts = { page: page.number, size: page.queue.size };
      if (!page.queue.isQuiet || page.unsent || page.failing) this.fault("never quiet", facts);
      for (const [place, [shown, flagged]] of this.server.entries.entries()) {
        const seen = page.shows.get(place + 1);
        if (String(seen.shown) !== String(shown) || seen.flagged !== flagged) {
          this.fault("a page shows what is not saved", { ...facts, position: place + 1 });
        }
      }
    }
    if (this.server.submissions > 1) this.fault("handed in twice", {});
    if (new Set(this.server.late.map((each) => each.id)).size < this.server.late.length) {
      this.fault("kept apart twice", {});
    }
    for (const { by, stood } of this.unseen) {
      const [over, under] = [this.acts.get(by), this.acts.get(stood)];
      const here = this.pages.filter((page) => page.browser === over.page.browser);
      const isNamed = here.some((page) => page.hasNamed(over.position, over.at));
      if (under.saved < over.at) this.fault("a saved answer was overwritten unseen", { by, stood });
      else if (!isNamed) this.fault("an answer was overwritten in silence", { by, stood });
    }
    for (const act of this.acts.values()) {
      if (!this.#isAccountedFor(act)) this.fault("an answer vanished", { id: act.id, page: act.page.number });
    }
  }

  #isAccountedFor(act) {
    const isThere = (each) => each.id === act.id;
    if (this.server.log.some(isThere) || this.server.late.some(isThere)) return true;
    const isLeftThere = this.open.length === 0 || act.page.browser.lease !== this.server.lease;
    if (isLeftThere && this.world.shelf.some(isThere)) return true;
    if (act.page.isClosed && !act.isShelved) return true;
    if (act.page.isOver && act.page.hasNamed(act.position, act.at)) return true;
    const here = this.pages.filter((page) => page.browser === act.page.browser);
    if (here.some((page) => page.hasNamed(act.position, act.at))) return true;
    return this.server.log.some((row) => {
      const other = this.acts.get(row.id);
      return other.page.browser === act.page.browser && row.position === act.position && other.at >= act.at;
    });
  }
}

const total = { interleavings: 0, happened: {}, faults: [] };
for (let seed = Number(first); seed < Number(first) + Number(many); seed += 1) {
  const story = new Story(seed);
  await story.play();
  total.interleavings += 1;
  total.faults.push(...story.faults);
  for (const [what, often] of Object.entries(story.happened)) {
    total.happened[what] = (total.happened[what] ?? 0) + often;
  }
}
console.log(JSON.stringify(total));
