export {
  catalogueCard,
  type CatalogueCardOptions,
  type ImagenetLabel,
  imagenetLabelDetails,
  ONNX_ZOO_BASE_URLS,
} from './imagenet/catalogue-card.js';
export {
  type CatalogueEntry,
  type CatalogueId,
  type CatalogueVariant,
  IMAGENET_CATALOGUE,
  IMAGENET_CATALOGUE_IDS,
  isCatalogueId,
  type ZooFile,
} from './imagenet/imagenet-catalogue.js';
export {
  IMAGENET_LABELS,
  IMAGENET_LEMMAS,
  IMAGENET_WORDNET_IDS,
} from './imagenet/imagenet-classes.generated.js';
export { isPackId, PACK_IDS, packCard, type PackCard, type PackId } from './packs/pack-card.js';
