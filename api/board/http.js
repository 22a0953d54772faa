// The way to the server: requests, refusals, and the events of a job.

import { t } from "./language.js";

const BASE = "/api/v1";
const FINAL = new Set(["done", "failed", "cancelled"]);
// What the server calls a file that it was sent, or a sheet of it; it is told no name.
const SENT = /^(?:upload|list|case|body)(?=$|, sheet )/;

/** A request that the server refused; `details` are its problem details (RFC 9457). */
export class Refused extends Error {
  constructor(details) {
    super(details.detail ?? details.title);
    this.details = details;
  }
}

/** The server can't be reached. */
export class Unreachable extends Error {
  constructor() {
    super(t("message.away"));
  }
}

/** A file that was chosen is no more as it was then, and can't be sent. */
export class FileChanged extends Error {
  constructor(file) {
    super(t("message.file-changed", { file: file.name }));
    this.file = file;
  }
}

const tags = new Map(); // the ETag of what was read last, by its path

async function ask(method, path, options = {}) {
  const request = new Request(BASE + path, { method, ...options });
  let response;
  try {
    response = await fetch(request);
  } catch {
    throw (await isReadable(options.body)) ? new Unreachable() : new FileChanged(options.body);
  }
  if (response.status === 401) window.dispatchEvent(new Event("dermaga-signed-out"));
  const isJson = /[/+]json/.test(response.headers.get("content-type") ?? "");
  const body = named(isJson ? await response.json() : null, options.body);
  if (response.ok) {
    if (response.headers.has("etag")) tags.set(path, response.headers.get("etag"));
    return body;
  }
  throw new Refused(
    body ?? {
      title: response.statusText || String(response.status),
      status: response.status,
      detail: t("message.answered", { status: response.status }),
    },
  );
}

/** An answer that names the file that was sent, its faults and its sheet too. */
function named(answer, sent) {
  if (!(sent instanceof File) || !answer) return answer;
  const own = (name) => name.replace(SENT, () => sent.name);
  const told = { ...answer, sent: sent.name };
  if (answer.faults) told.faults = answer.faults.map((fault) => ({ ...fault, file: own(fault.file) }));
  if (answer.sheet) told.sheet = own(answer.sheet);
  return told;
}

/** Whether what is to be sent is there. A file that was changed on the disk since it was chosen can't be read. */
async function isReadable(sent) {
  if (!(sent instanceof File)) return true;
  return sent.slice(0, 1).arrayBuffer().then(() => true, () => false);
}

export const get = (path) => ask("GET", path);

export const post = (path, content) =>
  ask("POST", path, content && { headers: { "content-type": "application/json" }, body: JSON.stringify(content) });

/** Change what was read before; refused where somebody else has changed it since. */
export const patch = (path, content) =>
  ask("PATCH", path, {
    headers: { "content-type": "application/json", "if-match": tags.get(path) ?? "" },
    body: JSON.stringify(content),
  });

/** Put something in the place of what is there. */
export const put = (path, content) =>
  ask("PUT", path, { headers: { "content-type": "application/json" }, body: JSON.stringify(content) });

export const remove = (path) => ask("DELETE", path);

/** Send the content of a file. */
export const sendFile = (path, file, type) => ask("POST", path, { headers: { "content-type": type }, body: file });

/** The ETag of what was read last at a path: what a change of it is a change of. */
export const tagOf = (path) => tags.get(path) ?? "";

/** Save a changed plan as a new version, as a change of what had this tag. Answers it with its number. */
export async function savePlan(path, plan, note, tag) {
  const saved = await ask("PUT", `${path}/plan?note=${encodeURIComponent(note)}`, {
    headers: { "content-type": "application/json", "if-match": tag },
    body: JSON.stringify(plan),
  });
  await get(path); // with the tag of now
  return saved;
}

/** The newest job that makes or made a plan of a kind for a case and has not failed, if there is one. */
export async function newestPlan(kind, name) {
  const { items } = await get(`/plans?kind=${kind}&case=${encodeURIComponent(name)}`);
  return items.find((job) => job.state !== "failed");
}

/** Every item of a list, page by page. */
export async function all(path) {
  const found = [];
  let page = await get(`${path}?limit=200`);
  for (;;) {
    found.push(...page.items);
    if (!page.next) return found;
    page = await get(`${path}?limit=200&after=${encodeURIComponent(page.next)}`);
  }
}

/** Ask a job to stop; it keeps its best answer. */
export const cancel = (path) => ask("POST", `${path}/cancel`);

const stepOf = (name, shipment, step) =>
  `/cases/${encodeURIComponent(name)}/shipments/${encodeURIComponent(shipment)}/steps/${encodeURIComponent(step)}`;

/** Mark a step of a booking: {state, begun?, done?, number?}. */
export const mark = (name, shipment, step, told) =>
  ask("PUT", stepOf(name, shipment, step), {
    headers: { "content-type": "application/json" },
    body: JSON.stringify(told),
  });

/** Take back that a step has begun or is done. */
export const unmark = (name, shipment, step) => ask("DELETE", stepOf(name, shipment, step));

/** Change a token for a cookie, which scripts can't read. Answers whose it is. */
export const signIn = (token) => ask("POST", "/session", { headers: { authorization: `Bearer ${token}` } });
export const signOut = () => ask("DELETE", "/session");

const TYPES = {
  zip: "application/zip",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  json: "application/json",
};

/** Send a file as a case of that name. */
export function upload(name, file) {
  const ending = file.name.split(".").pop().toLowerCase();
  return ask("POST", `/cases?name=${encodeURIComponent(name)}`, {
    headers: { "content-type": TYPES[ending] ?? "application/octet-stream" },
    body: file,
  });
}

/** A copy of a case under another name, of one that came with the program too. */
export const copyCase = (name, copy) =>
  ask("POST", `/cases?name=${encodeURIComponent(copy)}&copy_of=${encodeURIComponent(name)}`);

/** What is understood of an exporter's list of bookings. */
export const previewBookings = (name, file) =>
  ask("POST", `/cases/${encodeURIComponent(name)}/bookings/preview`, { body: file });

/** Take such a list into a case; refused where somebody else has changed the case since it was read. */
export function takeBookings(name, file) {
  const path = `/cases/${encodeURIComponent(name)}`;
  return ask("POST", `${path}/bookings`, { headers: { "if-match": tags.get(path) ?? "" }, body: file });
}

/** Where a file of a finished plan is; of a version, where one is named. */
export const planFile = (id, name, version = null) =>
  `${BASE}/plans/${encodeURIComponent(id)}/${name}${version === null ? "" : `?version=${version}`}`;

/** Where a file of a simulation's result is. */
export const simulationFile = (id, name) => `${BASE}/simulations/${encodeURIComponent(id)}/${name}`;

export const isFinal = (state) => FINAL.has(state);

/**
 * Follow a job until it ends: `progress(event)` for each event, `lost()` while the server is away and `found()` when it
 * is back. Answers a promise of the finished job; it is refused where the server no longer knows the job.
 */
export function follow(path, { progress, lost, found }) {
  return new Promise((resolve, reject) => {
    const source = new EventSource(`${BASE}${path}/events`);
    const finish = async () => {
      source.close();
      try {
        resolve(await get(path));
      } catch (error) {
        reject(error);
      }
    };
    source.addEventListener("progress", (event) => progress(JSON.parse(event.data)));
    source.addEventListener("state", (event) => {
      if (isFinal(JSON.parse(event.data).state)) finish();
    });
    source.addEventListener("open", found);
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) finish();
      else lost();
    });
  });
}
