import pg from 'pg';

/** A file of tests with one that notices a missing guard and one that does not; it is played by others only. */
export const TAKE = {
  name: 'planted.take',
  text: 'update planted set taken_by = $1 where id = 1 and taken_by is null',
};

let client: pg.Client;

beforeAll(async () => {
  client = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL });
  await client.connect();
  await client.query('create temporary table planted as select 1 as id, null::text as taken_by');
});
afterAll(() => client.end());

const take = async (who: string): Promise<number | null> => (await client.query({ ...TAKE, values: [who] })).rowCount;

describe('what there is one of', () => {
  it('is taken by one of two', async () => {
    await client.query('update planted set taken_by = null');

    const taken = [await take('Ada'), await take('Bo')];

    expect(taken).toEqual([1, 0]);
  });

  it('is taken', async () => {
    await client.query('update planted set taken_by = null');

    const taken = await take('Ada');

    expect(taken).toBe(1);
  });
});
