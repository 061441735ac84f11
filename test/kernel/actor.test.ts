import { actorRef, actsFor, asId, isStaff, system, type Actor } from '../../src/kernel/index.js';

const SELLER = asId<'sel'>('01890000-0000-7000-8000-00000000000a');
const OTHER = asId<'sel'>('01890000-0000-7000-8000-00000000000b');
const USER = asId<'usr'>('01890000-0000-7000-8000-000000000001');
const KEY = asId<'key'>('01890000-0000-7000-8000-0000000000aa');

const member = (role: 'owner' | 'manager' | 'staff'): Actor => ({
  kind: 'user',
  userId: USER,
  staffRoles: [],
  memberships: [{ sellerId: SELLER, role }],
});

const staff = (...staffRoles: ('moderator' | 'risk' | 'finance' | 'admin')[]): Actor => ({
  kind: 'user',
  userId: USER,
  staffRoles,
  memberships: [],
});

describe('actors', () => {
  it('have the identity that histories record', () => {
    expect(actorRef(member('owner'))).toEqual({ type: 'user', id: USER });
    expect(actorRef({ kind: 'key', keyId: KEY, sellerId: SELLER, scopes: [] })).toEqual({ type: 'key', id: KEY });
    expect(actorRef(system('sweeper'))).toEqual({ type: 'system', id: 'sweeper' });
    expect(actorRef({ kind: 'provider', name: 'sandbox' })).toEqual({ type: 'provider', id: 'sandbox' });
    expect(actorRef({ kind: 'anonymous' })).toEqual({ type: 'anonymous', id: '' });
  });

  it('are staff by one of the roles, and admins by all of them', () => {
    expect(isStaff(staff('risk'), 'moderator', 'risk')).toBe(true);
    expect(isStaff(staff('finance'), 'moderator', 'risk')).toBe(false);
    expect(isStaff(staff('admin'), 'finance')).toBe(true);
    expect(isStaff(system('admin'), 'admin')).toBe(false);
  });

  it.each([
    ['owner', [true, true, true]],
    ['manager', [false, true, true]],
    ['staff', [false, false, true]],
  ] as const)('act for their seller as %s with the roles below', (role, expected) => {
    const levels = ['owner', 'manager', 'staff'] as const;

    expect(levels.map((level) => actsFor(member(role), SELLER, level))).toEqual(expected);
    expect(levels.map((level) => actsFor(member(role), OTHER, level))).toEqual([false, false, false]);
  });

  it('act as a key for the one seller of the key', () => {
    const key: Actor = { kind: 'key', keyId: KEY, sellerId: SELLER, scopes: [] };

    expect(actsFor(key, SELLER, 'owner')).toBe(true);
    expect(actsFor(key, OTHER)).toBe(false);
  });

  it('do not act for a seller as staff, as the system or as nobody', () => {
    const others: Actor[] = [staff('admin'), system('sweeper'), { kind: 'anonymous' }];

    expect(others.map((actor) => actsFor(actor, SELLER))).toEqual([false, false, false]);
  });
});
