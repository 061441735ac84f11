/** The marketplace's own API, called as every client calls it. */
export class SeedApi {
  constructor(private readonly url: string) {}

  /** @throws Error for every refusal */
  async get<T>(path: string, token?: string): Promise<T> {
    const answer = await fetch(this.url + path, { headers: headersOf(token) });
    return bodyOf<T>(answer, `GET ${path}`);
  }

  /** @throws Error for every refusal */
  async post<T>(path: string, token: string, payload: object = {}): Promise<T> {
    const headers = { ...headersOf(token), 'content-type': 'application/json' };
    const answer = await fetch(this.url + path, { method: 'POST', headers, body: JSON.stringify(payload) });
    return bodyOf<T>(answer, `POST ${path}`);
  }
}

async function bodyOf<T>(answer: Response, call: string): Promise<T> {
  if (!answer.ok) throw new Error(`${call} while seeding: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

const headersOf = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };
