import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What listings are screened by, what was screened, and the bigrams and bands that near-duplicates are found with. */
export class Screening1700000000900 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table moderation_rulesets (
        version int primary key check (version > 0),
        group_caps jsonb not null,
        bands jsonb not null,
        sample_percent int not null check (sample_percent between 0 and 100),
        rules jsonb not null,
        terms jsonb not null,
        created_at timestamptz not null,
        created_by text not null
      );

      create function moderation_refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% rows are immutable', tg_table_name using errcode = 'restrict_violation';
      end $$;
      create trigger moderation_rulesets_immutable before update or delete on moderation_rulesets
        for each row execute function moderation_refuse_change();

      create table moderation_screenings (
        id uuid primary key,
        subject_type text not null,
        subject_id uuid not null,
        seller_id uuid not null,
        ruleset_version int not null references moderation_rulesets,
        signal_schema_version int not null,
        snapshot jsonb not null,
        signals jsonb not null,
        found jsonb not null,
        score int not null check (score between 0 and 100),
        band text not null,
        outcome text not null check (outcome in ('publish', 'hold', 'reject')),
        findings jsonb not null,
        screened_at timestamptz not null
      );
      create index moderation_screenings_subject on moderation_screenings (subject_id, id desc);

      create table moderation_texts (
        subject_id uuid primary key,
        subject_type text not null,
        seller_id uuid not null,
        state text not null check (state in ('live', 'removed')),
        grams int[] not null,
        bands int[] not null,
        gram_count int not null,
        simhash text not null,
        updated_at timestamptz not null
      );
      create index moderation_texts_bands on moderation_texts using gin (bands) with (fastupdate = off);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table moderation_texts, moderation_screenings, moderation_rulesets;
      drop function moderation_refuse_change();
    `);
  }
}
