import { isAddressRule } from './network.js';

export type Env = Readonly<Record<string, string | undefined>>;

/** Reads settings one by one and collects what is wrong with them. */
export class Reader {
  readonly faults: string[] = [];

  constructor(private readonly env: Env) {}

  text(name: string): string | undefined {
    const value = this.env[name]?.trim();
    return value === '' ? undefined : value;
  }

  /** A short word: letters, digits, `-`, `_` and `.`. */
  name(name: string, most: number): string | undefined {
    const value = this.text(name);
    if (value === undefined || (/^[\w.-]+$/.test(value) && value.length <= most)) return value;
    this.faults.push(`${name} must be a word of at most ${most} letters and digits, not “${value}”`);
    return undefined;
  }

  integer(name: string, min: number, max: number): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (Number.isInteger(number) && number >= min && number <= max) return number;
    this.faults.push(`${name} must be a whole number from ${min} to ${max}, not “${value}”`);
    return undefined;
  }

  url(name: string, ...protocols: string[]): string | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
    this.faults.push(`${name} must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`);
    return undefined;
  }

  /** Separated by commas. */
  networks(name: string): string[] {
    const values = (this.text(name) ?? '').split(',').map((value) => value.trim());
    const given = values.filter((value) => value !== '');
    const wrong = given.filter((value) => !isAddressRule(value));
    if (wrong.length > 0)
      this.faults.push(`${name} must be addresses or networks like 10.0.0.0/8, not “${wrong.join(', ')}”`);
    return given;
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if ((values as readonly string[]).includes(value)) return value as T;
    this.faults.push(`${name} must be one of ${values.join(', ')}, not “${value}”`);
    return undefined;
  }

  flag(name: string): boolean | undefined {
    const value = this.oneOf(name, ['true', 'false']);
    return value === undefined ? undefined : value === 'true';
  }
}
