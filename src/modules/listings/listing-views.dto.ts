import { allowedActions, toWire } from '../../kernel/index.js';
import { ActionView, MoneyView, PageOf } from '../../platform/http/index.js';
import type { Condition, ListingContent } from './listing.domain.js';
import { listingLifecycle, type ListingState } from './listing.lifecycle.js';
import type { ListingRow, Reason, RevisionRow } from './listings.repository.js';
import { variantView } from './public-listing.domain.js';
import type { RevisionState } from './revision.lifecycle.js';

export class MediumView {
  url!: string;
  /** What the picture shows, for those who do not see it. */
  alt!: string | null;
}

export class TierView {
  /** From this quantity on. */
  minQuantity!: number;
  unitPrice!: MoneyView;
}

export class VariantView {
  id!: string;
  sku!: string;
  /** What sets it apart: `{"Colour": "red"}`. */
  options!: Record<string, string>;
  /** For one unit. */
  price!: MoneyView;
  /** Lower unit prices for larger quantities, ascending. */
  tiers!: TierView[];
  minimumOrderQuantity!: number;
  /** For one unit. */
  shippingFee!: MoneyView;
}

export class ReasonView {
  /** Stable. */
  code!: string;
  text!: string;
  /** The same in Chinese. */
  textZh!: string;
}

/** What a seller writes of a listing. */
export class ListingContentView {
  title!: string;
  description!: string;
  categoryId!: string;
  attributes!: Record<string, unknown>;
  brandId!: string | null;
  model!: string | null;
  condition!: Condition;
  media!: MediumView[];
  variants!: VariantView[];
}

/** The latest edit of a live listing; the listing keeps its content until it is approved. */
export class RevisionView {
  /** Counts the edits of this listing. */
  number!: number;
  state!: RevisionState;
  content!: ListingContentView;
  /** Why it was stopped. */
  reasons!: ReasonView[];
  /** The statement of reasons of a moderator's decision. */
  statementId!: string | null;
  createdAt!: string;

  static of({ number, state, content, reasons, statementId, createdAt }: RevisionRow): RevisionView {
    return {
      number,
      state,
      content: contentView(content),
      reasons: reasonViews(reasons),
      statementId: statementId && toWire('sta', statementId),
      createdAt: new Date(createdAt).toISOString(),
    };
  }
}

/** A listing as its seller sees it. */
export class ListingView extends ListingContentView {
  id!: string;
  sellerId!: string;
  state!: ListingState;
  version!: number;
  currency!: string;
  /** Why screening or a moderator stopped it. */
  reasons!: ReasonView[];
  /** The statement of reasons of a moderator's decision. */
  statementId!: string | null;
  revision!: RevisionView | null;
  publishedAt!: string | null;
  createdAt!: string;
  updatedAt!: string;
  allowedActions!: ActionView[];

  static of(row: ListingRow): ListingView {
    return {
      id: toWire('lst', row.id),
      sellerId: toWire('sel', row.sellerId),
      state: row.state,
      version: row.version,
      ...contentView(row),
      currency: row.currency,
      reasons: reasonViews(row.reasons),
      statementId: row.statementId && toWire('sta', row.statementId),
      revision: row.revision && RevisionView.of(row.revision),
      publishedAt: row.publishedAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
      allowedActions: allowedActions(listingLifecycle, row.state, ['seller']),
    };
  }
}

export class ListingPage extends PageOf(ListingView) {}

const reasonViews = (reasons: readonly Reason[]): ReasonView[] =>
  reasons.map(({ code, text, textZh }) => ({ code, text, textZh }));

function contentView(content: ListingContent): ListingContentView {
  return {
    title: content.title,
    description: content.description,
    categoryId: toWire('cat', content.categoryId),
    attributes: { ...content.attributes },
    brandId: content.brandId && toWire('brd', content.brandId),
    model: content.model,
    condition: content.condition,
    media: content.media.map(({ url, alt }) => ({ url, alt })),
    variants: content.variants.map((variant) => variantView(variant, content.currency)),
  };
}
