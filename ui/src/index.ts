/** The design system: components that return HTML, pages, styles and islands. The README shows each in use. */
export {
  html,
  raw,
  none,
  attributes,
  classes,
  typed,
  type Html,
  type Child,
  type Attributes,
} from './html.ts';
export { everyRow } from './every-row.ts';
export { type ReadSheet, readSheet, UnreadableSheet } from './read-sheet.ts';
export { MarkableText } from './markable.ts';
export { inOnePiece, Pieces } from './pieces.ts';
export { inVietnamese, say, words, toLang, otherLang, type Lang, type Text, type Words } from './lang.ts';
export { withQuery } from './address.ts';
export * from './format.ts';
export { icon, mark, drum, emblem, type IconName } from './icons.ts';
export { asset, assetsDir, island } from './assets.ts';
export { buildAssets } from './build.ts';
export {
  csv,
  xlsx,
  sheetFile,
  askedFormat,
  exportLinks,
  type Sheet,
  type SheetColumn,
  type SheetFormat,
} from './sheet.ts';
export { zip, type ZipEntry } from './zip.ts';
export * from './sources.ts';
export * from './components/action.ts';
export * from './components/field.ts';
export * from './components/inputs.ts';
export * from './components/choices.ts';
export * from './components/form.ts';
export * from './components/notice.ts';
export * from './components/tag.ts';
export * from './components/lists.ts';
export * from './components/table.ts';
export * from './components/search.ts';
export * from './components/who-may-see.ts';
export * from './components/steps.ts';
export * from './components/figures.ts';
export * from './components/dialog.ts';
export * from './components/files.ts';
export * from './components/autocomplete.ts';
export {
  drawProcess,
  type DrawingBadge,
  type DrawingChange,
  type DrawingOptions,
} from './drawing/bpmn-svg.ts';
export type { ProcessDrawing } from './drawing/drawn.ts';
export * from './pages/site.ts';
export { htmlDocument, type DocumentProps } from './pages/document.ts';
export { citizenPage, hero, langNames, type CitizenPageProps, type HeroProps } from './pages/citizen.ts';
export * from './pages/official.ts';
export { refusedSummary, roomScreen, type RoomScreen } from './pages/room.ts';
export { listAddress, type ListColumn, listFile, type ListProps, listScreen } from './pages/list.ts';
export { type Filled, fresh, present, refusedErrors, refusedForm } from './pages/filled.ts';
export * from './pages/print.ts';
export * from './pages/error.ts';
export { gallery } from './gallery/gallery.ts';
