// Numbers as components/format.py writes them, to the last digit: a test holds the two together.
(function () {
  "use strict";
  const MINUS = "\u2212";
  const NOTHING = "\u2014";
  const HIDDEN = "\u2022\u2022\u2022";
  const COMPACT_FROM = 100000;
  const LONGEST_AMOUNT = 10;

  function isHidden() {
    return document.documentElement.dataset.amounts === "hidden";
  }

  function isNothing(value) {
    return value === null || value === undefined || !Number.isFinite(value);
  }

  // Digits without a sign as a number with thousands; the last *decimals* of them stand behind the point.
  function placed(digits, decimals) {
    const padded = digits.padStart(decimals + 1, "0");
    const whole = padded.slice(0, padded.length - decimals).replace(/\B(?=(\d{3})+$)/g, ",");
    return decimals ? whole + "." + padded.slice(-decimals) : whole;
  }

  function signed(digits, decimals, isNegative, sign) {
    const text = placed(digits, decimals);
    if (/^0*$/.test(digits)) {
      return text;
    }
    return (isNegative ? MINUS : sign ? "+" : "") + text;
  }

  // A number's own shortest decimals, rounded half away from zero.
  function number(value, decimals, sign) {
    if (isNothing(value)) {
      return NOTHING;
    }
    const [, whole, part = "", power = "0"] = String(Math.abs(value)).match(/^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/);
    const units = BigInt(whole + part);
    const surplus = part.length - Number(power) - decimals;
    if (surplus <= 0) {
      return signed((units * 10n ** BigInt(-surplus)).toString(), decimals, value < 0, sign);
    }
    const step = 10n ** BigInt(surplus);
    const rounded = units / step + (units % step * 2n >= step ? 1n : 0n);
    return signed(rounded.toString(), decimals, value < 0, sign);
  }

  // Money comes in minor units: whole numbers, so nothing is rounded.
  function money(minor, digits, sign) {
    if (isNothing(minor)) {
      return NOTHING;
    }
    return isHidden() ? HIDDEN : signed(String(Math.abs(minor)), digits, minor < 0, sign);
  }

  function compact(minor, digits, sign) {
    const full = money(minor, digits, sign);
    if (isNothing(minor) || isHidden()) {
      return full;
    }
    const amount = minor / 10 ** digits;
    const size = Math.abs(amount);
    if (size < COMPACT_FROM || full.length <= LONGEST_AMOUNT) {
      return full;
    }
    return size < COMPACT_FROM * 10 ? number(amount / 1e3, 1, sign) + "K" : number(amount / 1e6, 3, sign) + "M";
  }

  function fraction(value, decimals, sign) {
    const text = number(isNothing(value) ? null : value * 100, decimals, sign);
    return text === NOTHING ? text : text + "\u202f%";
  }

  // A decimal as text, with the decimals it came with.
  function exact(text, least) {
    if (text === null || text === undefined) {
      return NOTHING;
    }
    const isNegative = text.startsWith("-");
    const [whole, part = ""] = text.replace("-", "").split(".");
    const kept = least === undefined ? part : part.replace(/0+$/, "").padEnd(least, "0");
    return signed(whole + kept, kept.length, isNegative, false);
  }

  function duration(seconds) {
    if (isNothing(seconds)) {
      return NOTHING;
    }
    const whole = Math.max(0, Math.floor(seconds));
    if (whole < 60) { return whole + " s"; }
    if (whole < 3600) { return Math.floor(whole / 60) + " min"; }
    if (whole < 86400) { return Math.floor(whole / 3600) + " h " + Math.floor((whole % 3600) / 60) + " min"; }
    if (whole >= 8640000) { return placed(String(Math.floor(whole / 86400)), 0) + " d"; }
    return Math.floor(whole / 86400) + " d " + Math.floor((whole % 86400) / 3600) + " h";
  }

  function age(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    for (const [length, unit] of [[86400, "d"], [3600, "h"], [60, "min"]]) {
      if (whole >= length) {
        return placed(String(Math.floor(whole / length)), 0) + " " + unit;
      }
    }
    return whole + " s";
  }

  window.tracker.format = {
    NOTHING: NOTHING,
    HIDDEN: HIDDEN,
    isHidden: isHidden,
    number: number,
    money: money,
    compact: compact,
    fraction: fraction,
    count: function (value) { return number(value, 0, false); },
    price: function (text) { return exact(text); },
    lots: function (text) { return exact(text, 2); },
    duration: duration,
    age: age,
    tone: function (value) { return isNothing(value) || value === 0 ? "" : value > 0 ? "profit" : "loss"; },
  };
})();
