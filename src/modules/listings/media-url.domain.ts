import type { FieldError } from '../../kernel/index.js';

const PRIVATE_SUFFIXES = ['.local', '.localhost', '.internal', '.home.arpa', '.lan', '.onion', '.test', '.invalid'];
const HOST = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * Why a browser should not be sent to the address: only https on its own port, without credentials, at a public
 * host name. Addresses are never fetched here, so literal IPs and names of private networks are refused by form.
 */
export function mediaFault(text: string, pointer: string): FieldError[] {
  const refuse = (message: string): FieldError[] => [{ pointer, code: 'media_url', message }];
  if (!URL.canParse(text)) return refuse('must be an absolute URL');
  const url = new URL(text);
  if (url.protocol !== 'https:') return refuse('must be https');
  if (url.username !== '' || url.password !== '') return refuse('must not carry credentials');
  if (url.port !== '') return refuse('must use the standard port');
  const host = url.hostname.toLowerCase();
  const isPublicName = HOST.test(host) && !PRIVATE_SUFFIXES.some((suffix) => host.endsWith(suffix));
  return isPublicName ? [] : refuse('must be at a public host name');
}
