// The REST API as the forms of this folder use it: {data} or {error}, never an exception.
export const call = async (method, path, body) => {
  try {
    const answer = await fetch(path, {
      method,
      credentials: "same-origin",
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const data = await answer.json().catch(() => ({}));
    if (answer.ok) return { data };
    return { error: data.code ? data : { code: "unknown" } };
  } catch {
    return { error: { code: "offline" } };
  }
};

export const post = (path, body = {}) => call("POST", path, body);
