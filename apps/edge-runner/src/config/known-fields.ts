type Key = string | number;

/** The parts of the schemas we use that lead from one to the next. */
interface SchemaNode {
  readonly type?: string;
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  readonly item?: SchemaNode;
  readonly value?: SchemaNode;
  readonly wrapped?: SchemaNode;
  readonly options?: readonly SchemaNode[];
  readonly literal?: unknown;
}

/** The option of a union that the value is meant to be: the one with its `kind`, or the first that has fields. */
const chosen = (schema: SchemaNode, value: unknown): SchemaNode | undefined => {
  if (schema.wrapped !== undefined) return chosen(schema.wrapped, value);
  if (schema.options === undefined) return schema;
  const kind = (value as { kind?: unknown } | null | undefined)?.kind;
  return (
    schema.options.find(
      (option) => option.entries?.['kind']?.literal === kind && kind !== undefined,
    ) ?? schema.options.find((option) => option.entries !== undefined)
  );
};

/** The fields that an object at `path` may have. */
export const knownFields = (schema: unknown, path: readonly Key[], config: unknown): string[] => {
  let value = config;
  let node = chosen(schema as SchemaNode, value);
  for (const key of path) {
    value = (value as Record<Key, unknown> | null | undefined)?.[key];
    const next = node?.entries?.[key] ?? node?.item ?? node?.value;
    node = next === undefined ? undefined : chosen(next, value);
  }
  return Object.keys(node?.entries ?? {});
};
