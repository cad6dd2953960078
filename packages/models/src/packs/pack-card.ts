import { type ModelCard, NoSuchModelError } from '@ocelli/core';

/** Packs that this package brings along, trained by us. */
export const PACK_IDS = ['traffic-sign', 'blood-cells', 'brain-mri', 'crop-disease'] as const;
export type PackId = (typeof PACK_IDS)[number];

/** Whether there is a pack of this id. */
export const isPackId = (id: string): id is PackId => (PACK_IDS as readonly string[]).includes(id);

const PACK_CARDS = {
  'traffic-sign': async () => (await import('../traffic-sign.js')).trafficSign,
  'blood-cells': async () => (await import('../blood-cells.js')).bloodCells,
  'brain-mri': async () => (await import('../brain-mri.js')).brainMri,
  'crop-disease': async () => (await import('../crop-disease.js')).cropDisease,
} as const satisfies { readonly [Id in PackId]: () => Promise<ModelCard> };

/** The card of a pack, with its labels: `PackCard<'traffic-sign'>`. */
export type PackCard<Id extends PackId> = Awaited<ReturnType<(typeof PACK_CARDS)[Id]>>;

/**
 * Loads the card of a pack whose id is known at run time only. Where it is known before, import the pack
 * itself (`@ocelli/models/traffic-sign`), which bundlers follow to that pack alone.
 *
 * @throws NoSuchModelError
 *
 * @example
 * const classifier = await createClassifier({ card: await packCard('traffic-sign'), backend });
 */
export const packCard = async <Id extends PackId>(id: Id): Promise<PackCard<Id>> => {
  if (!isPackId(id)) throw new NoSuchModelError({ modelId: id, available: PACK_IDS });
  return (await PACK_CARDS[id]()) as PackCard<Id>;
};
