import { BlockList, isIP } from 'node:net';

export { isAddressRule } from '../../platform/config/index.js';

const V4_IN_V6 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Whether the rules allow the address; no rules allow every address. */
export function isAllowedFrom(rules: readonly string[], address: string): boolean {
  if (rules.length === 0) return true;
  const plain = V4_IN_V6.exec(address)?.[1] ?? address;
  const family = isIP(plain);
  if (family === 0) return false;
  const list = new BlockList();
  for (const rule of rules) addRule(list, rule);
  return list.check(plain, family === 4 ? 'ipv4' : 'ipv6');
}

function addRule(list: BlockList, rule: string): void {
  const [address = '', prefix] = rule.split('/');
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  if (prefix === undefined) list.addAddress(address, family);
  else list.addSubnet(address, Number(prefix), family);
}
