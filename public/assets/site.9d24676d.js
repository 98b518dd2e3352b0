"use strict";
;
