import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may review, what was said, and the running sums that ratings are read from. */
export class Reviews1700000001500 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table review_eligibilities (
        seller_order_id uuid primary key,
        order_id uuid not null,
        seller_id uuid not null,
        buyer_id uuid not null,
        delivered_at timestamptz not null,
        closes_at timestamptz not null check (closes_at > delivered_at)
      );

      create table reviews (
        id uuid primary key,
        seller_order_id uuid not null,
        order_id uuid not null,
        seller_id uuid not null,
        buyer_id uuid not null,
        reference text,
        overall int not null check (overall between 1 and 5),
        item_as_described int not null check (item_as_described between 1 and 5),
        communication int not null check (communication between 1 and 5),
        shipping_speed int not null check (shipping_speed between 1 and 5),
        body text,
        reply text,
        replied_at timestamptz,
        version int not null default 1,
        published_at timestamptz not null,
        check ((reply is null) = (replied_at is null))
      );
      create unique index reviews_one_per_seller_order on reviews (seller_order_id) where reference is null;
      create unique index reviews_one_per_reference on reviews (seller_order_id, reference) where reference is not null;
      create index reviews_of_seller on reviews (seller_id, id desc);

      create table seller_ratings (
        seller_id uuid primary key,
        n int not null check (n >= 0),
        total bigint not null check (total between n and 5 * n),
        positive int not null check (positive between 0 and n),
        item_as_described bigint not null check (item_as_described between n and 5 * n),
        communication bigint not null check (communication between n and 5 * n),
        shipping_speed bigint not null check (shipping_speed between n and 5 * n),
        stars int[] not null check (cardinality(stars) = 5),
        decayed_weight double precision not null,
        decayed_sum double precision not null,
        decayed_at timestamptz not null
      );

      create table rating_totals (
        only_row boolean primary key default true check (only_row),
        n bigint not null check (n >= 0),
        total bigint not null check (total between n and 5 * n)
      );
      insert into rating_totals (n, total) values (0, 0);
    `);
    await q.query(SUMMARIES);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop view seller_rating_summaries;
      drop function rating_decay(timestamptz, timestamptz);
      drop function rating_bayesian_mean(bigint, bigint, double precision, double precision);
      drop function rating_wilson(bigint, bigint, double precision);
      drop table rating_totals, seller_ratings, reviews, review_eligibilities;
      create view seller_rating_summaries as
        select null::uuid as seller_id, null::int as count,
               null::double precision as bayesian_mean, null::double precision as wilson
         where false;
    `);
  }
}

/**
 * The public read view of ratings: Bayesian mean with ten imaginary reviews of the global mean, and Wilson's lower
 * bound of the part of reviews with four stars or more (z = 1.96).
 */
const SUMMARIES = `
  create function rating_bayesian_mean(n bigint, total bigint, prior_weight double precision, prior_mean double precision)
    returns double precision language sql immutable parallel safe
    return (prior_weight * prior_mean + total) / (prior_weight + n);

  create function rating_wilson(k bigint, n bigint, z double precision)
    returns double precision language sql immutable parallel safe
    return case when n = 0 then 0::double precision else greatest(0,
      (k::double precision / n + z * z / (2 * n)
        - z * sqrt((k::double precision / n) * (1 - k::double precision / n) / n + z * z / (4.0 * n * n)))
      / (1 + z * z / n)) end;

  create function rating_decay(since timestamptz, until timestamptz)
    returns double precision language sql immutable parallel safe
    return power(2::double precision, -(extract(epoch from until - since)::double precision / 86400 / 180));

  drop view if exists seller_rating_summaries;
  create view seller_rating_summaries as
    select r.seller_id, r.n as count,
           rating_bayesian_mean(r.n, r.total, 10, t.total::double precision / t.n) as bayesian_mean,
           rating_wilson(r.positive, r.n, 1.96) as wilson
      from seller_ratings r cross join rating_totals t
     where r.n > 0;
`;
