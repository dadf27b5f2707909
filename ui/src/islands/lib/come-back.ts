/**
 * A page that answered a form is asked for by its address when one comes back to it; without this a browser shows a page of its own that
 * asks whether the form is to be sent again. Only where the address can be asked for: it is then that of the link to the other language.
 */
export function comeBackByAddress(): void {
  const other = document.querySelector<HTMLAnchorElement>('a[hreflang]');
  if (other && new URL(other.href).pathname === location.pathname) history.replaceState(history.state, '', location.href);
}
