import { Catalog } from '../../../src/modules/catalog/index.js';
import { declaredStatements } from '../../../src/platform/database/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { brandNamed, categoryAt } from '../../support/world.listings.js';
import { activeSeller } from '../../support/world.sellers.js';

const LENGTH = { type: 'integer', title: 'Length', titleZh: '长度', minimum: 1, maximum: 9 };

describe('the catalogue', () => {
  let app: TestApp;
  let admin: Person;
  let moderator: Person;

  beforeAll(async () => {
    app = await startApp();
    admin = await staff(app, 'admin');
    moderator = await staff(app, 'moderator');
  });
  afterAll(() => app.stop());

  const get = (path: string) => app.http.get(path);
  const post = (path: string, body: object, person: Person = admin) =>
    app.http.post(path).set(bearer(person.token)).send(body);
  const patch = (path: string, version: number, body: object, person: Person = admin) =>
    app.http.patch(path).set(bearer(person.token)).set('If-Match', `"v${version}"`).send(body);
  const category = (slug: string, more: object = {}) => ({ slug, nameEn: slug, nameZh: '分类', ...more });

  it('has a tree from the start, parents before their children', async () => {
    const { data, page } = (await get('/v1/categories?limit=100')).body as {
      data: { path: string; nameZh: string }[];
      page: object;
    };

    expect(data).toHaveLength(51);
    expect(page).toEqual({ hasMore: false, nextCursor: null });
    expect(data.map(({ path }) => path)).toEqual(data.map(({ path }) => path).sort());
    expect(data.find(({ path }) => path === 'electronics/phones')?.nameZh).toBe('手机');
  });

  it('lists the children of one category', async () => {
    const { data } = (await get(`/v1/categories?parentId=${categoryAt('electronics/audio')}`)).body as {
      data: { path: string }[];
    };

    expect(data.map(({ path }) => path)).toEqual(['electronics/audio/headphones', 'electronics/audio/speakers']);
  });

  it('gives a category the attributes of its ancestors', async () => {
    const { attributeSchema } = (await get(`/v1/categories/${categoryAt('electronics/audio/headphones')}`)).body as {
      attributeSchema: { properties: object; additionalProperties: boolean };
    };

    expect(Object.keys(attributeSchema.properties)).toEqual(['colour', 'warrantyMonths', 'isWireless', 'fit']);
    expect(attributeSchema.additionalProperties).toBe(false);
  });

  it('knows the brands that a text names, as they are called now', async () => {
    const named = async (text: string): Promise<string[]> =>
      (await app.get(Catalog).brandsNamedIn(text)).map(({ name }) => name);
    const brand = { name: 'Ottern & Söhne', aliases: ['水獭', 'OTN'], isGated: false };
    const { body: made } = await post('/v1/brands', brand, moderator);

    const before = [
      await named('An ottern  & söhne chair'),
      await named('真水獭椅子'),
      await named('otn-7'),
      await named('potnis'),
    ];
    await patch(`/v1/brands/${made.id}`, 1, { name: 'Heron Sons', aliases: ['白鹭'] }, moderator);
    const after = [
      await named('An ottern & söhne chair'),
      await named('真水獭椅子'),
      await named('白鹭 of heron sons'),
    ];

    expect(before).toEqual([['Ottern & Söhne'], ['Ottern & Söhne'], ['Ottern & Söhne'], []]);
    expect(after).toEqual([[], [], ['Heron Sons']]);
  });

  it('looks brands up by an index', async () => {
    const lookup = declaredStatements().get('catalog.brands_with_keys') ?? '';

    await app.sql('set enable_seqscan = off; set enable_indexscan = off');
    const plan = await app.sql<{ 'QUERY PLAN': string }>(`explain ${lookup.replace('$1', `'{nike,劳力}'`)}`);
    await app.sql('reset enable_seqscan; reset enable_indexscan');

    expect(plan.map((row) => row['QUERY PLAN']).join(' ')).toContain('brands_lookup_keys');
  });

  it('grows where an admin adds a category', async () => {
    const answer = await post('/v1/categories', {
      ...category('ropes', { parentId: categoryAt('sports') }),
      attributeSchema: { properties: { length: LENGTH }, required: ['length'] },
    });

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      path: 'sports/ropes',
      version: 1,
      parentId: categoryAt('sports'),
      isActive: true,
    });
    expect((await get(`/v1/categories/${answer.body.id}`)).body).toEqual(answer.body);
  });

  it('changes only for whoever read the latest version', async () => {
    const { body: made } = await post('/v1/categories', category('kites'));

    const changed = await patch(`/v1/categories/${made.id}`, 1, { nameEn: 'Kites and flags', isActive: false });
    const stale = await patch(`/v1/categories/${made.id}`, 1, { nameEn: 'Lost' });

    expect(changed.body).toMatchObject({ nameEn: 'Kites and flags', isActive: false, version: 2 });
    expect([stale.status, stale.body.code]).toEqual([412, 'stale_version']);
    expect((await get(`/v1/categories/${made.id}`)).body).toEqual(changed.body);
  });

  it.each([
    ['a pattern', { length: { ...LENGTH, pattern: '(a+)+$' } }, []],
    ['a reference', { length: { $ref: 'https://example.com/schema' } }, []],
    ['a text without a longest length', { note: { type: 'string', title: 'Note', titleZh: '备注' } }, []],
    ['a name that is not one', { __proto: LENGTH }, []],
    ['a requirement that nothing defines', { length: LENGTH }, ['width']],
  ])('refuses a schema with %s', async (_name, properties, required) => {
    const before = await app.sql('select count(*) from categories');

    const answer = await post('/v1/categories', category('broken', { attributeSchema: { properties, required } }));

    expect([answer.status, answer.body.code]).toEqual([422, 'validation_failed']);
    expect(await app.sql('select count(*) from categories')).toEqual(before);
  });

  it('refuses a second category at the same place', async () => {
    const answer = await post('/v1/categories', category('phones', { parentId: categoryAt('electronics') }));

    expect([answer.status, answer.body.code]).toEqual([409, 'category_path_taken']);
  });

  it('refuses a sixth level', async () => {
    let parentId = categoryAt('electronics/audio/headphones');
    for (const slug of ['wired', 'studio']) {
      parentId = ((await post('/v1/categories', category(slug, { parentId }))).body as { id: string }).id;
    }

    const answer = await post('/v1/categories', category('closed', { parentId }));

    expect([answer.status, answer.body.code]).toEqual([422, 'category_too_deep']);
  });

  it('is changed by staff of the right role alone', async () => {
    const somebody = await buyer(app);

    const answers = [
      await post('/v1/categories', category('mine'), somebody),
      await post('/v1/categories', category('mine'), moderator),
      await post('/v1/brands', { name: 'Mine', isGated: false }, somebody),
      await app.http.post('/v1/brands').send({ name: 'Mine', isGated: false }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 401]);
    expect(await app.sql("select 1 from brands where name = 'Mine'")).toEqual([]);
  });

  it('knows brands by their names in both scripts', async () => {
    const answer = await get(`/v1/brands/${brandNamed('Rolex')}`);

    expect(answer.body).toMatchObject({ name: 'Rolex', aliases: ['劳力士'], isGated: true, version: 1 });
  });

  it('refuses a second brand of the same name, however it is written', async () => {
    const answer = await post('/v1/brands', { name: 'ＲＯＬＥＸ', isGated: false }, moderator);

    expect([answer.status, answer.body.code]).toEqual([409, 'brand_name_taken']);
  });

  it('renames a brand for whoever read its latest version', async () => {
    const { body: made } = await post('/v1/brands', { name: 'Tern', isGated: false }, moderator);

    const changed = await patch(`/v1/brands/${made.id}`, 1, { name: 'Arctic Tern', aliases: ['北极燕鸥'] }, moderator);
    const stale = await patch(`/v1/brands/${made.id}`, 1, { name: 'Sooty Tern' }, moderator);

    expect(changed.body).toMatchObject({ id: made.id, name: 'Arctic Tern', aliases: ['北极燕鸥'], version: 2 });
    expect([stale.status, stale.body.code]).toEqual([412, 'stale_version']);
    expect((await get(`/v1/brands/${made.id}`)).body).toEqual(changed.body);
  });

  it('takes null for what is left out', async () => {
    const nothing = { nameEn: null, nameZh: null, attributeSchema: null, isActive: null };
    const made = await post('/v1/categories', category('voids', { parentId: null, attributeSchema: null }));
    const brand = await post('/v1/brands', { name: 'Void', aliases: null, isGated: false }, moderator);

    const kept = await patch(`/v1/categories/${made.body.id}`, 1, nothing);
    const same = await patch(`/v1/brands/${brand.body.id}`, 1, { name: null, aliases: null, isGated: null }, moderator);

    expect([made.status, brand.status, kept.status, same.status]).toEqual([201, 201, 200, 200]);
    expect(kept.body).toMatchObject({ nameEn: 'voids', isActive: true, version: 2 });
    expect(same.body).toMatchObject({ name: 'Void', aliases: [], isGated: false, version: 2 });
  });

  it('authorises a seller once, until it is revoked', async () => {
    const { sellerId } = await activeSeller(app);
    const path = `/v1/brands/${brandNamed('Omega')}/authorisations`;
    const grant = () => post(path, { sellerId, evidence: 'Contract 12' }, moderator);
    const revoke = () => post(`${path}/${sellerId}/revocation`, {}, moderator);

    const statuses = [await grant(), await grant(), await revoke(), await revoke(), await grant()].map(
      ({ status }) => status,
    );

    expect(statuses).toEqual([201, 409, 201, 404, 201]);
    const live = await app.sql('select 1 from brand_authorisations where revoked_at is null');
    expect(live).toHaveLength(1);
  });
});
