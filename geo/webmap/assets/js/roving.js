// One stop by Tab for a whole group; arrow keys, Home and End move within it.
/** @typedef {HTMLElement | SVGElement} Member */

/** @type {Record<string, number>} */
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export const roving = () => {
  /** @type {Member[]} */
  let members = [];
  /** @param {Member | undefined | null} member */
  const reach = (member) =>
    members.forEach((other) => other.setAttribute("tabindex", other === member ? "0" : "-1"));
  /** @param {Member} member */
  const go = (member) => {
    reach(member);
    member.focus();
  };
  /** @param {Member} member @param {string} key - says whether it moved the focus */
  const press = (member, key) => {
    if (key in STEPS) {
      go(members[(members.indexOf(member) + STEPS[key] + members.length) % members.length]);
    } else if (key === "Home" || key === "End") {
      go(members[key === "Home" ? 0 : members.length - 1]);
    } else {
      return false;
    }
    return true;
  };
  return {
    reach,
    /** @param {Member[]} list @param {Member | null} [first] */
    arrange: (list, first) => {
      members = list;
      reach(first ?? members[0]);
    },
    /**
     * Let a member act by Enter and by the space bar, and be left by the arrows.
     * @param {Member} member @param {() => void} act @param {() => void} [leave] - what Escape does
     */
    listen: (member, act, leave) => {
      member.addEventListener("focus", () => reach(member));
      member.addEventListener("keydown", (event) => {
        const { key } = /** @type {KeyboardEvent} */ (event);
        if (!press(member, key)) {
          if (key === "Enter" || key === " ") act();
          else if (key === "Escape" && leave) leave();
          else return;
        }
        event.preventDefault();
        event.stopPropagation();
      });
    },
  };
};
