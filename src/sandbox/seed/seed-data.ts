import type { StaffRole } from '../../kernel/index.js';

export interface SeedPerson {
  /** What the credential is derived from; it never changes. */
  readonly name: string;
  readonly title: string;
  readonly displayName: string;
  readonly staffRoles?: readonly StaffRole[];
}

export const PEOPLE: readonly SeedPerson[] = [
  { name: 'buyer', title: 'buyer', displayName: 'Bo Buyer' },
  { name: 'moderator', title: 'moderator', displayName: 'Mo Moderator', staffRoles: ['moderator'] },
  { name: 'risk', title: 'risk analyst', displayName: 'Ria Risk', staffRoles: ['risk'] },
  { name: 'finance', title: 'finance', displayName: 'Fin Finance', staffRoles: ['finance'] },
  { name: 'admin', title: 'admin', displayName: 'Ada Admin', staffRoles: ['admin'] },
];

export interface SeedListing {
  readonly title: string;
  readonly description: string;
  /** Path in the default category tree. */
  readonly category: string;
  readonly condition: string;
  readonly sku: string;
  /** Cents for one unit. */
  readonly price: number;
  /** Cents for one unit. */
  readonly shipping: number;
  readonly stock: number;
  readonly tiers?: readonly { readonly minQuantity: number; readonly price: number }[];
}

export interface SeedSeller {
  readonly name: string;
  readonly title: string;
  readonly displayName: string;
  readonly kind: 'private' | 'business';
  readonly listings: readonly SeedListing[];
}

export const SELLERS: readonly SeedSeller[] = [
  {
    name: 'private-seller',
    title: 'private seller',
    displayName: 'Pat from next door',
    kind: 'private',
    listings: [
      {
        title: 'Upright piano stool, height adjustable',
        description: 'Stood beside our piano for ten years. The seat turns and has a few scratches.',
        category: 'instruments',
        condition: 'used_good',
        sku: 'STOOL-1',
        price: 4_500,
        shipping: 900,
        stock: 1,
      },
      {
        title: 'Cast iron camping pot, 4 litres',
        description: 'Used on three trips. Lid included, no rust, smells faintly of good soup.',
        category: 'home/kitchen',
        condition: 'used_good',
        sku: 'POT-4L',
        price: 2_800,
        shipping: 700,
        stock: 2,
      },
    ],
  },
  {
    name: 'business-seller',
    title: 'business seller',
    displayName: 'Otter Trading',
    kind: 'business',
    listings: [
      {
        title: 'Oak writing desk with two drawers',
        description: 'Solid oak, oiled. Top of 120 by 60 centimetres, drawers on wooden runners.',
        category: 'home/furniture',
        condition: 'new',
        sku: 'DESK-OAK-120',
        price: 32_900,
        shipping: 3_900,
        stock: 12,
      },
      {
        title: 'Linen apron, natural',
        description: 'Washed linen with two pockets and long ties. One size fits most cooks.',
        category: 'home/kitchen',
        condition: 'new',
        sku: 'APRON-LINEN',
        price: 3_900,
        shipping: 450,
        stock: 200,
        tiers: [
          { minQuantity: 5, price: 3_600 },
          { minQuantity: 20, price: 3_200 },
        ],
      },
      {
        title: '手工竹编收纳篮 Bamboo storage basket',
        description: '手工编织，适合收纳毛巾和玩具。Woven by hand, 30 centimetres wide.',
        category: 'home/decoration',
        condition: 'new',
        sku: 'BASKET-30',
        price: 2_450,
        shipping: 600,
        stock: 60,
      },
      {
        title: 'Bicycle repair stand, folding',
        description: 'Holds bicycles of up to 30 kilograms and folds to the size of an umbrella.',
        category: 'sports/outdoor',
        condition: 'new',
        sku: 'STAND-FOLD',
        price: 7_900,
        shipping: 1_200,
        stock: 25,
      },
    ],
  },
];
