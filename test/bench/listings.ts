import type pg from 'pg';
import { asId, toWire } from '../../src/kernel/index.js';
import { newId } from '../../src/platform/database/index.js';
import { tokensOf, type PublicListing } from '../../src/modules/listings/public-listing.domain.js';
import { gatherStatistics } from './statistics.js';
import { DESCRIPTION, titleOf } from './titles.js';

const BATCH = 1_000;
const STOCK = 1_000_000;

/** What can be bought; ids are UUIDs. */
export interface Offer {
  readonly listingId: string;
  readonly variantId: string;
  readonly sellerId: string;
}

interface Template extends Offer {
  readonly title: string;
  readonly card: string;
  readonly detail: string;
  readonly categoryName: string;
}

interface Clone extends Offer {
  readonly title: string;
  readonly sku: string;
  readonly card: string;
  readonly detail: string;
  readonly tokens: string;
  readonly titleTokens: string;
  readonly publishedAt: string;
}

async function templateOf(db: pg.ClientBase, offer: Offer): Promise<Template> {
  const found = await db.query<{ title: string; card: string; detail: string; categoryName: string }>(
    `select l.title, p.card, p.detail, c.name_en as "categoryName"
       from published_listings p join listings l on l.id = p.listing_id join categories c on c.id = l.category_id
      where p.listing_id = $1`,
    [offer.listingId],
  );
  const [row] = found.rows;
  if (!row) throw new Error('The template is not published');
  return { ...offer, ...row };
}

function cloneOf(template: Template, sellerId: string, i: number, publishedAt: Date): Clone {
  const [listingId, variantId] = [newId('lst'), newId('var')];
  const title = titleOf(i);
  const sku = `bench-${i}`;
  const wires = [
    [toWire('lst', template.listingId), toWire('lst', listingId)],
    [toWire('var', template.variantId), toWire('var', variantId)],
    [toWire('sel', template.sellerId), toWire('sel', sellerId)],
    [JSON.stringify(template.title), JSON.stringify(title)],
  ] as const;
  const rewritten = (text: string): string =>
    wires
      .reduce((before, [from, to]) => before.replaceAll(from, to), text)
      .replace(/"publishedAt":"[^"]*"/, `"publishedAt":"${publishedAt.toISOString()}"`);
  const [card, detail] = [rewritten(template.card), rewritten(template.detail)];
  const content = { id: listingId, title, brandId: null, model: null, attributes: {}, description: DESCRIPTION };
  const place = { categoryPath: '', categoryNames: [template.categoryName] };
  const tokens = tokensOf({ ...content, sellerId: asId(sellerId) } as unknown as PublicListing, place);
  return {
    listingId,
    variantId,
    sellerId,
    title,
    sku,
    card,
    detail,
    ...tokens,
    publishedAt: publishedAt.toISOString(),
  };
}

const ROWS = `jsonb_to_recordset($2::jsonb) as r("listingId" uuid, "variantId" uuid, "sellerId" uuid, title text, sku text,
  card text, detail text, tokens text, "titleTokens" text, "publishedAt" timestamptz)`;

/** Copies of the template's rows in every table that a listing has rows in. `$1` is the template, `$2` the copies. */
const COPIES = [
  `insert into listings (id, seller_id, state, title, description, category_id, attributes, condition, media, currency,
                         published_at, created_at, updated_at)
   select r."listingId", r."sellerId", t.state, r.title, t.description, t.category_id, t.attributes, t.condition,
          t.media, t.currency, r."publishedAt", r."publishedAt", r."publishedAt"
     from listings t, ${ROWS} where t.id = $1`,
  `insert into listing_variants (id, listing_id, seller_id, sku, options, price_amount, shipping_amount,
                                 minimum_quantity, tiers, position)
   select r."variantId", r."listingId", r."sellerId", r.sku, t.options, t.price_amount, t.shipping_amount,
          t.minimum_quantity, t.tiers, t.position
     from listing_variants t, ${ROWS} where t.listing_id = $1`,
  `insert into published_listings (listing_id, seller_id, condition, currency, price_amount, published_at, variant_ids,
                                   card, detail, tokens, title_tokens)
   select r."listingId", r."sellerId", t.condition, t.currency, t.price_amount, r."publishedAt", array[r."variantId"],
          r.card, r.detail, r.tokens::tsvector, r."titleTokens"::tsvector
     from published_listings t, ${ROWS} where t.listing_id = $1`,
  `insert into listing_category_entries (category_id, listing_id, published_at, currency, price_amount)
   select t.category_id, r."listingId", r."publishedAt", t.currency, t.price_amount
     from listing_category_entries t, ${ROWS} where t.listing_id = $1`,
  `insert into stock_counters (variant_id, listing_id, seller_id, on_hand, updated_at)
   select r."variantId", r."listingId", r."sellerId", ${STOCK}, r."publishedAt" from ${ROWS} where $1::uuid is not null`,
  `insert into stock_movements (id, variant_id, delta, reason, source_type, source_id, on_hand_after, actor_type,
                                actor_id, at)
   select gen_random_uuid(), r."variantId", ${STOCK}, 'received', 'bench', r."variantId"::text, ${STOCK}, 'system',
          'bench', r."publishedAt" from ${ROWS} where $1::uuid is not null`,
];

/** Adds listings number `from` to `to` (not included), copies of a listing that was made through the API. */
export async function addListings(
  db: pg.ClientBase,
  { template, sellers, from, to }: { template: Offer; sellers: readonly string[]; from: number; to: number },
): Promise<Offer[]> {
  const pattern = await templateOf(db, template);
  const begin = Date.now() - 86_400_000;
  const offers: Offer[] = [];
  for (let first = from; first < to; first += BATCH) {
    const count = Math.min(BATCH, to - first);
    const clones = Array.from({ length: count }, (_, k) => {
      const sellerId = sellers[(first + k) % sellers.length] ?? pattern.sellerId;
      return cloneOf(pattern, sellerId, first + k, new Date(begin - (first + k) * 1000));
    });
    const json = JSON.stringify(clones);
    await db.query('begin');
    for (const copy of COPIES) await db.query(copy, [template.listingId, json]);
    await db.query('commit');
    offers.push(...clones.map(({ listingId, variantId, sellerId }) => ({ listingId, variantId, sellerId })));
  }
  await gatherStatistics(db);
  return offers;
}
