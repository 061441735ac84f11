import { isOpen, type DebtCollectionState } from './debt-collection.lifecycle.js';

/** The failure code of one that the provider's books did not hold a day after it was submitted. */
export const NEVER_RECEIVED = 'never_received';

interface Ending {
  readonly state: DebtCollectionState;
  readonly failureCode: string | null;
}

/** Believed never to have reached the provider, which nobody has said. */
export const isGivenUp = ({ state, failureCode }: Ending): boolean =>
  state === 'refused' && failureCode === NEVER_RECEIVED;

/** Whether the provider may still say something that is not known. */
export const mayBeHeardOf = (row: Ending): boolean => isOpen(row.state) || isGivenUp(row);
