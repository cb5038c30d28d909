// The API of this origin. The key lives in this tab's session storage and goes out as a Bearer header only.

const KEY = 'wattline.key';
const LIMIT_MILLIS = 35_000;
const MAX_REMEMBERED = 8;

export class ApiError extends Error {
  constructor(status, problem, retryAfterSeconds) {
    super(problem.detail ?? 'The service answered ' + status);
    this.status = status;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export const events = new EventTarget();
export const hasKey = () => sessionStorage.getItem(KEY) !== null;
export const forgetKey = () => sessionStorage.removeItem(KEY);
export const keepKey = (key) => sessionStorage.setItem(KEY, key);

// Answers with a tag, so that the service can say that nothing has changed.
const remembered = new Map();

/** Asks; returns the JSON document, or null where there is none. */
export async function call(path, { method = 'GET', body, type, key = sessionStorage.getItem(KEY) } = {}) {
  const headers = { Accept: 'application/json' };
  if (key) headers.Authorization = 'Bearer ' + key;
  if (type) headers['Content-Type'] = type;
  const before = method === 'GET' ? remembered.get(path) : undefined;
  if (before) headers['If-None-Match'] = before.tag;
  let response;
  try {
    response = await fetch(path, {
      method, headers, body, cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(LIMIT_MILLIS),
    });
  } catch {
    throw new ApiError(0, { detail: 'The service cannot be reached; is it running, and is the network up?' }, null);
  }
  events.dispatchEvent(new Event('answered'));
  if (response.status === 304 && before) return before.answer;
  if (!response.ok) throw await failure(response);
  if (response.status === 204) return null;
  const answer = await response.json();
  const tag = response.headers.get('ETag');
  if (tag && method === 'GET') remember(path, tag, answer);
  return answer;
}

function remember(path, tag, answer) {
  remembered.delete(path);
  remembered.set(path, { tag, answer });
  if (remembered.size > MAX_REMEMBERED) remembered.delete(remembered.keys().next().value);
}

async function failure(response) {
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // A proxy in between has its own pages.
  }
  const wait = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  const error = new ApiError(response.status, problem, Number.isNaN(wait) ? null : wait);
  if (response.status === 401) {
    forgetKey();
    events.dispatchEvent(new Event('signed-out'));
  }
  return error;
}

/** Every page of a list, up to so many items. */
export async function all(path, most) {
  const items = [];
  let cursor = null;
  do {
    const mark = path.includes('?') ? '&' : '?';
    const page = await call(path + mark + 'limit=1000' + (cursor ? '&cursor=' + encodeURIComponent(cursor) : ''));
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && items.length < most);
  return { items, complete: cursor === null };
}
