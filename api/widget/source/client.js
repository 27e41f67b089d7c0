const TIMEOUT = 10000;

/** Why no answer came: "timeout", "network", or "http" with the status and the API's own words. */
export class ApiError extends Error {
  constructor(kind, status = 0, detail = "") {
    super(detail || kind);
    this.kind = kind;
    this.status = status;
  }
}

/**
 * Post to the API, without cookies and without saying from which page.
 *
 * Resolves to the response; rejects with an ApiError, or with the AbortError of the caller's own controller.
 */
export async function post(address, key, body, controller) {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    controller.abort();
  }, TIMEOUT);
  try {
    const headers = { "Content-Type": "application/json" };
    if (key) headers["X-Dovidnyk-Key"] = key;
    const response = await fetch(address, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      signal: controller.signal,
    });
    const json = response.status === 204 ? null : await response.json().catch(() => null);
    if (!response.ok) throw new ApiError("http", response.status, (json && json.detail) || "");
    if (late) throw new ApiError("timeout");
    return { json, requestId: response.headers.get("X-Request-Id") };
  } catch (error) {
    if (late) throw new ApiError("timeout");
    if (error instanceof ApiError || error.name === "AbortError") throw error;
    throw new ApiError("network");
  } finally {
    clearTimeout(timer);
  }
}
