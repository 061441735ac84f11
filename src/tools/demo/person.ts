import type { ApiClient, CallOptions } from '../api-client.js';

interface Session {
  readonly accessToken: string;
}

/** Somebody with a password, who signs in anew when the session has ended. */
export class Person {
  private token: string | undefined;

  constructor(
    private readonly api: ApiClient,
    readonly name: string,
    private readonly credentials: { readonly email: string; readonly password: string },
  ) {}

  static async register(api: ApiClient, name: string, tag: string): Promise<Person> {
    const email = `${name.toLowerCase().replaceAll(' ', '.')}.${tag}@example.com`;
    const password = `${tag}-correct-horse`;
    await api.post('/v1/users', { body: { email, password, displayName: name, country: 'US' } });
    return new Person(api, name, { email, password });
  }

  /** After the clock has moved a session may be over. */
  forgetSession(): void {
    this.token = undefined;
  }

  async get<T>(path: string): Promise<T> {
    return this.api.get<T>(path, await this.session());
  }

  async post<T>(path: string, body: unknown = {}, options: CallOptions = {}): Promise<T> {
    return this.api.post<T>(path, { body, token: await this.session(), ...options });
  }

  async put<T>(path: string, body: unknown, ifMatch: number): Promise<T> {
    return this.api.call<T>('PUT', path, { body, ifMatch, token: await this.session() });
  }

  private async session(): Promise<string> {
    this.token ??= (await this.api.post<Session>('/v1/sessions', { body: this.credentials })).accessToken;
    return this.token;
  }
}
