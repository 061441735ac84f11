import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { constantTimeEqual, deriveKey, hmac } from '../crypto/index.js';
import { CursorInvalid } from './http.errors.js';
import type { Page } from './page.dto.js';

type Position = readonly (string | number)[];

const MAC_BYTES = 12;

/** Opaque positions in a list, signed together with the filter they belong to. */
@Injectable()
export class Cursors {
  private readonly key: Buffer;

  constructor(@Inject(CONFIG) config: Pick<Config, 'secret'>) {
    this.key = deriveKey(config.secret, 'cursor.v1');
  }

  /** The position after which the page starts. @throws CursorInvalid for another list, other filters or a forgery. */
  read<P extends Position>(cursor: string | undefined, filterKey: string): P | undefined {
    if (cursor === undefined) return undefined;
    const [body = '', mac = ''] = cursor.split('.');
    if (!constantTimeEqual(mac, this.sign(body, filterKey))) throw new CursorInvalid({});
    return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as P;
  }

  /** Makes the page of `limit` rows out of up to `limit + 1` fetched ones. */
  page<T>(rows: readonly T[], limit: number, filterKey: string, positionOf: (last: T) => Position): Page<T> {
    const data = rows.slice(0, limit);
    const last = data.at(-1);
    if (rows.length <= limit || last === undefined) return { data, page: { hasMore: false, nextCursor: null } };
    return { data, page: { hasMore: true, nextCursor: this.write(positionOf(last), filterKey) } };
  }

  /** The position by itself, for lists that go on where they ended. */
  write(position: Position, filterKey: string): string {
    const body = Buffer.from(JSON.stringify(position)).toString('base64url');
    return `${body}.${this.sign(body, filterKey)}`;
  }

  private sign(body: string, filterKey: string): string {
    return hmac(this.key, `${filterKey}\0${body}`).subarray(0, MAC_BYTES).toString('base64url');
  }
}
