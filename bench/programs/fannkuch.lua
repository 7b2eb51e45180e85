local n = tonumber(arg[1])

local function fannkuch(size)
  local perm, count = {}, {}
  for i = 0, size - 1 do
    perm[i] = i
    count[i] = 0
  end
  local max, checksum, nr, r = 0, 0, 0, size
  while true do
    while r ~= 1 do
      count[r - 1] = r
      r = r - 1
    end
    local p = {}
    for i = 0, size - 1 do p[i] = perm[i] end
    local flips = 0
    local k = p[0]
    while k ~= 0 do
      local i, j = 0, k
      while i < j do
        p[i], p[j] = p[j], p[i]
        i = i + 1
        j = j - 1
      end
      flips = flips + 1
      k = p[0]
    end
    if flips > max then max = flips end
    checksum = checksum + (nr % 2 == 0 and flips or -flips)
    nr = nr + 1
    while true do
      if r == size then return checksum, max end
      local first = perm[0]
      for i = 0, r - 1 do perm[i] = perm[i + 1] end
      perm[r] = first
      count[r] = count[r] - 1
      if count[r] > 0 then break end
      r = r + 1
    end
  end
end

local sum = 0
for i = 0, n - 1 do
  local checksum, max = fannkuch(8)
  sum = sum + checksum * (i + 1) + max
end
print('fannkuch ' .. sum)
