// One stop by Tab for a whole group; arrow keys, Home and End move within it.
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

const roving = () => {
  let members = [];
  const reach = (member) => {
    members.forEach((other) => other.setAttribute("tabindex", other === member ? "0" : "-1"));
  };
  const go = (member) => {
    reach(member);
    member.focus();
  };
  return {
    reach,
    arrange: (list, first) => {
      members = list;
      reach(first ?? members[0]);
    },
    // Whether a key moved the focus.
    press: (member, key) => {
      if (key in STEPS) {
        go(members[(members.indexOf(member) + STEPS[key] + members.length) % members.length]);
      } else if (key === "Home" || key === "End") {
        go(members[key === "Home" ? 0 : members.length - 1]);
      } else {
        return false;
      }
      return true;
    },
  };
};
