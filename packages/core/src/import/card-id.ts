/** A card id from any name: `microsoft/resnet-50` gives `microsoft-resnet-50`; `model` when nothing is left. */
export const cardIdFrom = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '') || 'model';
