import type { MigrationInterface, QueryRunner } from 'typeorm';

/** No word has one of these letters; runs of them are cut into pairs already. */
const CJK =
  '[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff]';

/** What titles say: each of their words, and each two that follow each other, as tokens with a space in them. */
export class TitlePhrases1700000420001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(
      `with words as (
         select p.listing_id, t.lexeme as word, at.position, at.weight
           from published_listings p
           cross join lateral unnest(p.title_tokens) t
           cross join lateral unnest(t.positions, t.weights) at (position, weight)
          where t.lexeme !~ $1),
       marked as (
         select listing_id, weight, ' ' || word as token from words
         union
         select listing_id, weight, w.word || ' ' || n.word
           from words w join words n using (listing_id, weight) where n.position = w.position + 1),
       vectors as (
         select listing_id,
                string_agg(format('''%s'':%s%s', replace(replace(token, '\\', '\\\\'), '''', ''''''), position, weight), ' ')::tsvector as tokens
           from (select *, row_number() over (partition by listing_id order by weight, token) as position
                   from marked) numbered
          group by listing_id)
       update published_listings p
          set title_tokens = p.title_tokens || v.tokens, tokens = p.tokens || v.tokens
         from vectors v where v.listing_id = p.listing_id`,
      [CJK],
    );
  }

  async down(q: QueryRunner): Promise<void> {
    const without = (column: string): string =>
      `ts_delete(${column}, array(select lexeme from unnest(${column}) where lexeme like '% %'))`;
    await q.query(
      `update published_listings set title_tokens = ${without('title_tokens')}, tokens = ${without('tokens')}`,
    );
  }
}
