export function productionBuild(root: string, entry: string): Promise<string | undefined>;
