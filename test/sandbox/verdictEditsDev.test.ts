import { testEdits } from "../support/editTests";

describe("the verdict on edits of dev", () => testEdits("dev"));
